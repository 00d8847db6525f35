namespace LinkCode.Server.Codes;

/// <summary>Reads the plain form of a polling device straight from its bytes. Anything unusual is left to the full parser.</summary>
internal ref struct PollForm
{
    public ReadOnlySpan<byte> DeviceCode { get; private set; }

    public ReadOnlySpan<byte> ClientId { get; private set; }

    public ReadOnlySpan<byte> Verifier { get; private set; }

    /// <summary>False when the form is not exactly: this grant, one device code, one client id, at most one verifier, nothing escaped, nothing but visible ASCII.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PollForm form)
    {
        form = default;
        var hasGrant = false;
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'&');
            var field = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            var equals = field.IndexOf((byte)'=');
            if (equals <= 0 || !form.Take(field[..equals], field[(equals + 1)..], ref hasGrant))
            {
                return false;
            }
        }

        return hasGrant && !form.DeviceCode.IsEmpty && !form.ClientId.IsEmpty;
    }

    private bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref bool hasGrant)
    {
        if (name.SequenceEqual("grant_type"u8))
        {
            var isFirst = !hasGrant;
            hasGrant = IsDeviceGrant(value);
            return hasGrant && isFirst;
        }

        // What is no visible ASCII means something only after decoding, which is the full parser's to do.
        if (value.IsEmpty || value.ContainsAny((byte)'%', (byte)'+') || value.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return false;
        }

        if (name.SequenceEqual("device_code"u8) && DeviceCode.IsEmpty)
        {
            DeviceCode = value;
            return true;
        }

        if (name.SequenceEqual("client_id"u8) && ClientId.IsEmpty)
        {
            ClientId = value;
            return true;
        }

        if (name.SequenceEqual("code_verifier"u8) && Verifier.IsEmpty)
        {
            Verifier = value;
            return true;
        }

        return false;
    }

    private static bool IsDeviceGrant(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"u8)
        || value.SequenceEqual("urn:ietf:params:oauth:grant-type:device_code"u8)
        || value.SequenceEqual("urn%3aietf%3aparams%3aoauth%3agrant-type%3adevice_code"u8);
}
