using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>SDK-9: secrets in files that others cannot read, and that never crash the device.</summary>
public sealed class Stores : IDisposable
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), "linkcode-store-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_written_is_read_again_by_another_store_on_the_same_machine()
    {
        await new EncryptedFileStore(directory).WriteAsync("session a", "secret ☃", Watching.Stop);

        Assert.Equal("secret ☃", await new EncryptedFileStore(directory).ReadAsync("session a", Watching.Stop));
        Assert.Null(await new EncryptedFileStore(directory).ReadAsync("session b", Watching.Stop));
    }

    [Fact]
    public async Task Files_are_for_their_owner_only_and_show_nothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps files private by the directory's rights.");
            return;
        }

        var store = new EncryptedFileStore(directory, machineId: "this machine");
        await store.WriteAsync("session a", "secret-token", Watching.Stop);
        using var door = await store.LockAsync("session a", Watching.Stop);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Assert.Equal(2, Directory.GetFiles(directory).Length);
        foreach (var file in Directory.GetFiles(directory))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.DoesNotContain("secret-token", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(SealedFile(), Watching.Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_anywhere_counts_as_none()
    {
        var store = new EncryptedFileStore(directory, machineId: "this machine");
        await store.WriteAsync("session a", "secret-token", Watching.Stop);
        var file = SealedFile();
        var good = await File.ReadAllBytesAsync(file, Watching.Stop);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 1;
            await File.WriteAllBytesAsync(file, bad, Watching.Stop);
            Assert.Null(await store.ReadAsync("session a", Watching.Stop));
            await File.WriteAllBytesAsync(file, good[..i], Watching.Stop);
            Assert.Null(await store.ReadAsync("session a", Watching.Stop));
        }

        await File.WriteAllBytesAsync(file, good, Watching.Stop);
        Assert.Equal("secret-token", await store.ReadAsync("session a", Watching.Stop));
    }

    [Fact]
    public async Task A_copied_file_is_useless_on_another_machine_with_another_secret_or_under_another_name()
    {
        var secret = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
        var store = new EncryptedFileStore(directory, secret, "this machine");
        await store.WriteAsync("session a", "secret-token", Watching.Stop);
        await store.WriteAsync("session b", "other", Watching.Stop);
        var files = Directory.GetFiles(directory, "*.sealed");

        Assert.Null(await new EncryptedFileStore(directory, secret, "that machine").ReadAsync("session a", Watching.Stop));
        Assert.Null(await new EncryptedFileStore(directory, null, "this machine").ReadAsync("session a", Watching.Stop));
        File.Copy(files[0], files[1], overwrite: true);
        Assert.Single(new[] { await store.ReadAsync("session a", Watching.Stop), await store.ReadAsync("session b", Watching.Stop) }, value => value is null);
    }

    [Fact]
    public async Task A_reader_sees_the_old_value_or_the_new_one_and_nothing_between()
    {
        var store = new EncryptedFileStore(directory, machineId: "this machine");
        var values = new[] { new string('a', 20_000), new string('b', 30_000) };
        await store.WriteAsync("session", values[0], Watching.Stop);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await store.WriteAsync("session", values[i % 2], CancellationToken.None);
                }
            },
            Watching.Stop);

        while (!writing.IsCompleted)
        {
            Assert.Contains(await store.ReadAsync("session", Watching.Stop), values);
        }

        await writing;
        Assert.Single(Directory.GetFiles(directory));
    }

    [Fact]
    public async Task One_holder_at_a_time_has_the_lock()
    {
        ITokenStore[] stores = [new EncryptedFileStore(directory), new EncryptedFileStore(directory)];
        var door = await stores[0].LockAsync("session", Watching.Stop);
        var waiting = stores[1].LockAsync("session", Watching.Stop);
        using var other = await stores[1].LockAsync("another", Watching.Stop);
        await Task.Delay(150, Watching.Stop);
        Assert.False(waiting.IsCompleted);

        using var soon = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stores[1].LockAsync("session", soon.Token));
        door.Dispose();

        (await waiting.WaitAsync(TimeSpan.FromMinutes(1), Watching.Stop)).Dispose();
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_is_not_waited_for_and_keeps_nobody_from_signing_out()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows makes symbolic links for administrators only.");
            return;
        }

        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        var store = new EncryptedFileStore(directory);
        using var client = server.Client(options => options.Store = store);
        var session = await client.LinkAsync(_ => { }, Watching.Stop);
        var door = Assert.Single(Directory.GetFiles(directory, "session*.sealed")) + ".lock";
        // A link to itself stands for a read-only or full disk, which a test cannot make: all three are plain IOExceptions.
        File.CreateSymbolicLink(door, door);

        using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<IOException>(() => store.LockAsync($"session {server.Address} living-room", soon.Token));
        Assert.True(await session.SignOutAsync(Watching.Stop).WaitAsync(TimeSpan.FromMinutes(1), Watching.Stop));
        Assert.Null(await client.OpenAsync(Watching.Stop));
    }

    [Fact]
    public async Task Forgetting_a_value_of_a_directory_that_was_taken_away_is_no_trouble()
    {
        var store = new EncryptedFileStore(directory, machineId: "this machine");
        Directory.Delete(directory, recursive: true);

        await store.WriteAsync("session", null, Watching.Stop);

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task A_device_with_a_damaged_store_is_simply_not_linked()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        using (var client = server.Client(options => options.Store = new EncryptedFileStore(directory)))
        {
            await client.LinkAsync(_ => { }, Watching.Stop);
        }

        using var again = server.Client(options => options.Store = new EncryptedFileStore(directory));
        Assert.NotNull(await again.OpenAsync(Watching.Stop));
        foreach (var file in Directory.GetFiles(directory, "session*.sealed"))
        {
            await File.WriteAllTextAsync(file, "half a fi", Watching.Stop);
        }

        Assert.Null(await again.OpenAsync(Watching.Stop));
    }

    [Fact]
    public async Task A_directory_that_was_taken_away_is_made_again()
    {
        var store = new EncryptedFileStore(directory, machineId: "this machine");
        Directory.Delete(directory, recursive: true);

        Assert.Null(await store.ReadAsync("session", Watching.Stop));
        (await store.LockAsync("session", Watching.Stop)).Dispose();
        Directory.Delete(directory, recursive: true);
        await store.WriteAsync("session", "again", Watching.Stop);

        Assert.Equal("again", await store.ReadAsync("session", Watching.Stop));
    }

    [Fact]
    public async Task The_installation_keeps_its_id_over_links_and_restarts()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        for (var i = 0; i < 2; i++)
        {
            using var client = server.Client(options => options.Store = new EncryptedFileStore(directory));
            await client.LinkAsync(_ => { }, Watching.Stop);
        }

        Assert.Equal(server.At("/code")[0]["device_id"], server.At("/code")[1]["device_id"]);
    }

    private string SealedFile() => Directory.GetFiles(directory, "*.sealed").Single();
}
