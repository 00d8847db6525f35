using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>The random id for systems that have none of their own to read.</summary>
public sealed class MachineKeys : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("linkcode-key-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("half a key")]
    public void A_file_that_a_power_cut_left_is_replaced(string left)
    {
        File.WriteAllText(Path.Combine(directory, "machine.key"), left);

        var made = MachineId.Random(directory);

        Assert.Equal(64, made.Length);
        Assert.Equal(made, MachineId.Random(directory));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_first_starts_at_once_agree_on_one_key(bool afterPowerCut)
    {
        for (var round = 0; round < 20; round++)
        {
            var fresh = Directory.CreateDirectory(Path.Combine(directory, $"{round}")).FullName;
            if (afterPowerCut)
            {
                await File.WriteAllTextAsync(Path.Combine(fresh, "machine.key"), "", Watching.Stop);
            }

            using var start = new Barrier(4);
            var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Watching.Stop);
                    return MachineId.Random(fresh);
                },
                Watching.Stop,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Single(keys.Append(MachineId.Random(fresh)).Distinct());
            Assert.Equal(["machine.key", "machine.key.lock"], Directory.GetFiles(fresh).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_key_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps files private by the directory's rights.");
            return;
        }

        MachineId.Random(directory);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "machine.key")));
    }
}
