using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LinkCode.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class IdsInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LinkRequests_UserCodeHash",
                table: "LinkRequests");

            migrationBuilder.CreateIndex(
                name: "IX_LinkRequests_LiveCode",
                table: "LinkRequests",
                column: "UserCodeHash",
                unique: true,
                filter: "\"State\" <= 1");

            migrationBuilder.CreateIndex(
                name: "IX_LinkRequests_OwnCode",
                table: "LinkRequests",
                column: "UserCodeHash",
                filter: "\"OwnerId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_LinkRequests_LiveCode",
                table: "LinkRequests");

            migrationBuilder.DropIndex(
                name: "IX_LinkRequests_OwnCode",
                table: "LinkRequests");

            migrationBuilder.CreateIndex(
                name: "IX_LinkRequests_UserCodeHash",
                table: "LinkRequests",
                column: "UserCodeHash",
                unique: true);
        }
    }
}
