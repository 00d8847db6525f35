using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LinkCode.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PasskeysAndSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Code",
                table: "PendingSignUps",
                type: "BLOB",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CodeTries",
                table: "PendingSignUps",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "Passkey",
                table: "PendingSignUps",
                type: "BLOB",
                maxLength: 16000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastUsedAt",
                table: "AspNetUserPasskeys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "BrowserSessions",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    BegunAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Network = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Browser = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    System = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    KnownBrowser = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BrowserSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BrowserSessions_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UsedCeremonies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedCeremonies", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BrowserSessions_AccountId",
                table: "BrowserSessions",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_BrowserSessions_SeenAt",
                table: "BrowserSessions",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_UsedCeremonies_ExpiresAt",
                table: "UsedCeremonies",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BrowserSessions");

            migrationBuilder.DropTable(
                name: "UsedCeremonies");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "PendingSignUps");

            migrationBuilder.DropColumn(
                name: "CodeTries",
                table: "PendingSignUps");

            migrationBuilder.DropColumn(
                name: "Passkey",
                table: "PendingSignUps");

            migrationBuilder.DropColumn(
                name: "LastUsedAt",
                table: "AspNetUserPasskeys");
        }
    }
}
