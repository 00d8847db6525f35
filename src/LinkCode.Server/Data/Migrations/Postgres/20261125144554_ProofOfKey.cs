using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LinkCode.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ProofOfKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "RequiresProof",
                table: "OpenIddictApplications",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "RequiresProof",
                table: "OpenIddictApplications");
        }
    }
}
