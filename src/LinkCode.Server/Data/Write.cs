namespace LinkCode.Server.Data;

/// <summary>
/// One piece of work for the writer: a conditional statement, and, when it changed a row, what is written beside it and what
/// memory takes over of it.
/// </summary>
internal sealed class Write(Statement first, Action<WriteBatch>? beside, Action? takeOver)
{
    private readonly TaskCompletionSource<int> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Statement First => first;

    /// <summary>How many rows the statement changed; known to the caller only once it is on disk.</summary>
    public int Rows { get; set; }

    public Task<int> Result => result.Task;

    /// <summary>What belongs to the change, when there was one.</summary>
    public IReadOnlyList<Statement> Beside()
    {
        if (Rows == 0 || beside is null)
        {
            return [];
        }

        var batch = new WriteBatch();
        beside(batch);
        return batch.Statements;
    }

    /// <summary>It is on disk. Memory hears of it here, because the writer's order is the order of the commits; whoever waits goes on in any order.</summary>
    public void Complete()
    {
        try
        {
            if (Rows > 0)
            {
                takeOver?.Invoke();
            }

            result.TrySetResult(Rows);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Those behind it are on disk as well, and have to hear so.
            result.TrySetException(error);
        }
    }

    /// <summary>Nothing of it is stored, unless its commit was on the way when the database went.</summary>
    public void Fail(Exception error) => result.TrySetException(error);
}
