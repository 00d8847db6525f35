using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LinkCode.Server.Platform.Keys;

/// <summary>Where the server's own keys are kept, sealed: a folder beside a SQLite file, or the database that several servers share.</summary>
internal interface IKeyStore
{
    /// <summary>Where Data Protection keeps its own.</summary>
    IXmlRepository Protection { get; }

    /// <summary>The names of the keys that begin with a word, in order.</summary>
    IReadOnlyList<string> Names(string prefix);

    /// <summary>Reads one key.</summary>
    /// <exception cref="StartRefusedException">The key secret does not fit.</exception>
    byte[] Read(string name);

    /// <summary>Keeps a key; one of the same name that is there already stays.</summary>
    void Write(string name, byte[] content);

    /// <summary>Waits, at a start, for what keeps the keys and may be starting itself.</summary>
    /// <exception cref="StartRefusedException">It does not let this server in.</exception>
    void WaitUntilItAnswers()
    {
        // A folder is there.
    }

    /// <summary>Opens every key once, so that a wrong secret is noticed at the start and not by the first person who comes.</summary>
    /// <exception cref="StartRefusedException">The key secret does not fit.</exception>
    void Check();

    /// <summary>Reads one key, or makes and keeps it. Starts at the same time agree on whichever was written first.</summary>
    byte[] ReadOrCreate(string name, Func<byte[]> make)
    {
        if (!Names(name).Contains(name))
        {
            Write(name, make());
        }

        return Read(name);
    }
}
