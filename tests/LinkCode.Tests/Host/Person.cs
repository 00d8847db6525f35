using LinkCode.Server.Accounts;
using LinkCode.Server.Codes;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Host;

/// <summary>A signed-in person at the engine's doors, below the pages; the pages have tests of their own.</summary>
public sealed class Person(TestServer server, Guid id, string network = "127.0.0.1")
{
    public Guid Id { get; } = id;

    public static async Task<Person> AddAsync(TestServer server, string? email = null) =>
        new(server, await server.AddAccountAsync(email ?? $"{Guid.NewGuid():N}@example.org"));

    internal async Task<EnterAnswer> EnterAsync(string userCode, LinkedHow how = LinkedHow.Typed)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<ReadAccount>().RunAsync(Id, CancellationToken.None);
        return await scope.ServiceProvider.GetRequiredService<EnterCode>().RunAsync(Read(userCode), how, account!, network, CancellationToken.None);
    }

    /// <summary>Gives a code back.</summary>
    internal async Task ReleaseAsync(string userCode)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReleaseLink>().RunAsync(Read(userCode), Id, CancellationToken.None);
    }

    internal async Task<DecideAnswer> ApproveAsync(string userCode)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApproveLink>().RunAsync(Read(userCode), Id, proven: null, "", CancellationToken.None);
    }

    internal async Task<DecideAnswer> DenyAsync(string userCode)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DenyLink>().RunAsync(Read(userCode), Id, CancellationToken.None);
    }

    /// <summary>Enters, reads and approves.</summary>
    internal async Task<DecideAnswer> LinkAsync(string userCode)
    {
        Assert.IsType<EnterAnswer.Claimed>(await EnterAsync(userCode));
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        return await ApproveAsync(userCode);
    }

    internal static UserCode Read(string text)
    {
        Assert.True(UserCode.TryRead(text, out var code));
        return code;
    }
}
