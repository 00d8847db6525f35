using System.Text;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>An app (OAuth client) as it introduces itself: by name in the body, or by Basic authentication once it has a secret.</summary>
internal sealed record App(string Id, string? Secret = null)
{
    public (string Name, string Value)[] Fields => Secret is null ? [("client_id", Id)] : [];

    public (string Name, string Value)[] Headers => Secret is null ? [] : [("Authorization", Basic(Secret))];

    public string Basic(string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Id)}:{Uri.EscapeDataString(secret)}"));
}
