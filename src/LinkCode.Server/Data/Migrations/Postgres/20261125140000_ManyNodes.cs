using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LinkCode.Server.Data.Migrations.Postgres;

/// <summary>
/// What only several nodes on one database need, and EF's model therefore does not know: the table of keys, the time of a
/// request's last change, and triggers that tell every node what was committed, whoever committed it.
/// </summary>
[DbContext(typeof(PostgresLinkCodeDb))]
[Migration("20261125140000_ManyNodes")]
internal sealed class ManyNodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE "Keys" ("Name" text PRIMARY KEY, "Content" bytea NOT NULL);

        -- Microseconds by the database's own clock, so that nodes need not agree on the time. Null until the first change.
        ALTER TABLE "LinkRequests" ADD "ChangedAt" bigint;
        CREATE INDEX "IX_LinkRequests_ChangedAt" ON "LinkRequests" ("ChangedAt") WHERE "ChangedAt" IS NOT NULL;
        CREATE INDEX "IX_LinkRequests_Installation" ON "LinkRequests" ("AppId", "InstallationId") WHERE "InstallationId" <> '';

        CREATE FUNCTION linkcode_link() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW."ChangedAt" := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
            PERFORM pg_notify('linkcode', concat_ws(' ', 'link', NEW."Id", NEW."State", NEW."ExpiresAt"));
            RETURN NEW;
        END $$;
        CREATE TRIGGER linkcode_link BEFORE UPDATE ON "LinkRequests" FOR EACH ROW EXECUTE FUNCTION linkcode_link();

        CREATE FUNCTION linkcode_device() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('linkcode', concat_ws(' ', 'device', NEW."Id", coalesce(NEW."RemovedAt", 0)));
            RETURN NULL;
        END $$;
        CREATE TRIGGER linkcode_device AFTER UPDATE OF "RemovedAt" ON "Devices" FOR EACH ROW
            WHEN (OLD."RemovedAt" IS DISTINCT FROM NEW."RemovedAt") EXECUTE FUNCTION linkcode_device();

        CREATE FUNCTION linkcode_session() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('linkcode', concat_ws(' ', 'session', NEW."Id", NEW."EndedAt"));
            RETURN NULL;
        END $$;
        CREATE TRIGGER linkcode_session AFTER INSERT ON "EndedSessions" FOR EACH ROW EXECUTE FUNCTION linkcode_session();

        CREATE FUNCTION linkcode_word() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('linkcode', TG_ARGV[0]);
            RETURN NULL;
        END $$;
        CREATE TRIGGER linkcode_apps AFTER INSERT OR UPDATE OR DELETE ON "OpenIddictApplications" FOR EACH STATEMENT EXECUTE FUNCTION linkcode_word('apps');
        CREATE TRIGGER linkcode_keys AFTER INSERT ON "Keys" FOR EACH STATEMENT EXECUTE FUNCTION linkcode_word('keys');
        """);
}
