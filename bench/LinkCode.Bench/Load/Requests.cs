using System.Text;

namespace LinkCode.Bench.Load;

/// <summary>Whole requests as bytes, prepared before the clock runs.</summary>
internal static class Requests
{
    public const string Form = "application/x-www-form-urlencoded";

    public static byte[] Post(Uri address, string path, string body, string type = Form, string headers = "") => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}");

    public static byte[] Get(Uri address, string path, string headers = "") => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/html\r\n{headers}\r\n");
}
