using System.Buffers.Text;
using System.Net;
using System.Text;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;

namespace LinkCode.Server.Codes;

/// <summary>Makes a question out of a plain form: a public app, scopes it may ask for, a whole challenge or none, readable facts.</summary>
internal static class PlainQuestion
{
    /// <summary>Null when the full endpoint has to look at it.</summary>
    public static LinkQuestion? From(in StartForm form, AppDirectory apps, IPAddress? address)
    {
        Span<char> clientId = stackalloc char[60];
        if (form.ClientId.Length > clientId.Length
            || apps.Find(clientId[..Encoding.Latin1.GetChars(form.ClientId, clientId)]) is not { IsPublic: true, MayAskForCodes: true } app
            || !TryReadScopes(form.Scope, app, out var scopes)
            || !TryReadChallenge(form, out var challenge)
            || !TryReadFacts(form, out var facts))
        {
            return null;
        }

        return new LinkQuestion(app, scopes, challenge, Limits.Network(address), facts);
    }

    // Only scopes that the app may ask for, each once and with one space between.
    private static bool TryReadScopes(ReadOnlySpan<byte> value, AppCard app, out string scopes)
    {
        scopes = "";
        if (!StartForm.TryDecode(value, out var asked))
        {
            return false;
        }

        if (asked is not null)
        {
            var all = asked.Split(' ');
            if (!Array.TrueForAll(all, scope => app.Scopes.Contains(scope) && Scopes.All.Contains(scope)) || all.Distinct(StringComparer.Ordinal).Count() != all.Length)
            {
                return false;
            }
        }

        scopes = app.ScopesOrDefault(asked ?? "");
        return true;
    }

    private static bool TryReadChallenge(in StartForm form, out byte[]? challenge)
    {
        challenge = null;
        if (form.Challenge.IsEmpty && form.ChallengeMethod.IsEmpty)
        {
            return true;
        }

        if (!form.ChallengeMethod.SequenceEqual("S256"u8) || !HashText.Is(form.Challenge))
        {
            return false;
        }

        challenge = Base64Url.DecodeFromUtf8(form.Challenge);
        return true;
    }

    private static bool TryReadFacts(in StartForm form, out DeviceFacts facts)
    {
        facts = DeviceFacts.None;
        if (!StartForm.TryDecode(form.DeviceName, out var name)
            || !StartForm.TryDecode(form.DeviceType, out var type)
            || !StartForm.TryDecode(form.DeviceModel, out var model)
            || !StartForm.TryDecode(form.AppVersion, out var version)
            || !StartForm.TryDecode(form.InstallationId, out var installation)
            || !StartForm.TryDecode(form.Languages, out var languages))
        {
            return false;
        }

        facts = DeviceFacts.From(name, type, model, version, installation, languages);
        return true;
    }
}
