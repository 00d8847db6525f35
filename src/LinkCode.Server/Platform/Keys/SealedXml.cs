using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace LinkCode.Server.Platform.Keys;

/// <summary>Seals Data Protection's own key files with the operator's secret.</summary>
internal sealed class SealXml(KeySecret secret) : IXmlEncryptor
{
    internal const string Name = "data protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(secret.Seal(content, Name))), typeof(OpenXml));
    }
}

/// <summary>Opens what <see cref="SealXml"/> sealed; made by Data Protection itself, which gives it the services.</summary>
internal sealed class OpenXml(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var content = services.GetRequiredService<KeySecret>().Open(Convert.FromBase64String(encryptedElement.Value), SealXml.Name);
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(content));
    }
}
