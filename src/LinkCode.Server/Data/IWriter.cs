namespace LinkCode.Server.Data;

/// <summary>The one writer's own connection. Each database has its own way to make one commit of many pieces.</summary>
internal interface IWriter : IDisposable
{
    /// <summary>Stores the pieces and completes each once it is on disk. A piece that the database refuses fails, and no other with it.</summary>
    /// <exception cref="System.Data.Common.DbException">The commit failed; none of the pieces that are not complete yet is acknowledged.</exception>
    void Commit(IReadOnlyList<Write> writes);
}
