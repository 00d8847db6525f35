using LinkCode.Server.Accounts;

namespace LinkCode.Tests.Accounts;

public sealed class Addresses
{
    [Theory]
    [InlineData(" ana@example.org\t", "ana@example.org")]
    [InlineData("Ana.Lima+tv@Example.ORG", "Ana.Lima+tv@example.org")]
    [InlineData("o'neil@example.org", "o'neil@example.org")]
    [InlineData("ａｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ana@example.org")]
    [InlineData("ana@bücher.example", "ana@xn--bcher-kva.example")]
    [InlineData("用户@example.org", "用户@example.org")]
    [InlineData("ana@example.org.", "ana@example.org")]
    public void Are_read_in_one_spelling(string typed, string read) => Assert.Equal(read, MailAddress.Read(typed, out _)!.Text);

    [Theory]
    [InlineData(null, "problem.mail.missing")]
    [InlineData("  ", "problem.mail.missing")]
    [InlineData("ana", "problem.mail.incomplete")]
    [InlineData("ana@", "problem.mail.incomplete")]
    [InlineData("@example.org", "problem.mail.wrong")]
    [InlineData("ana@example", "problem.mail.wrong")]
    [InlineData("ana@example.", "problem.mail.wrong")]
    [InlineData("ana@127.0.0.1", "problem.mail.wrong")]
    [InlineData("ana lima@example.org", "problem.mail.wrong")]
    [InlineData("ana@example.org, bo@example.org", "problem.mail.wrong")]
    [InlineData("ana\r\nBcc: bo@example.org", "problem.mail.wrong")]
    [InlineData("Ana <ana@example.org>", "problem.mail.wrong")]
    [InlineData("\"a b\"@example.org", "problem.mail.wrong")]
    [InlineData(".ana@example.org", "problem.mail.wrong")]
    [InlineData("a..na@example.org", "problem.mail.wrong")]
    [InlineData("a\u202Ena@example.org", "problem.mail.wrong")]
    [InlineData("ana@exa_mple.org", "problem.mail.wrong")]
    [InlineData("ana\0@example.org", "problem.mail.wrong")]
    public void Are_refused_with_the_reason(string? typed, string key)
    {
        Assert.Null(MailAddress.Read(typed, out var problem));
        Assert.Equal(key, problem!.Key);
    }

    [Fact]
    public void Are_no_longer_than_a_mail_server_takes()
    {
        Assert.Null(MailAddress.Read(new string('a', 65) + "@example.org", out _));
        Assert.Null(MailAddress.Read("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)) + ".org", out _));
        Assert.Null(MailAddress.Read("a\uD800@example.org", out _));
    }

    [Theory]
    [InlineData("  Ana \t Lima ", "Ana Lima")]
    [InlineData("Ana\u001B[31m\r\nBcc", "Ana [31m Bcc")]
    [InlineData("Ana\u202Egro", "Anagro")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    public void And_names_cannot_turn_the_words_around_them(string typed, string read) => Assert.Equal(read, DisplayName.Read(typed, out _));

    [Fact]
    public void And_keys_never_print_themselves()
    {
        var key = OneTimeKey.New();
        Assert.Equal(43, key.InLink.Length);
        Assert.DoesNotContain(key.InLink, $"{key} {new InviteAnswer.Invited(key.InLink)} {new SignUpForm("a", "b", key.InLink)}", StringComparison.Ordinal);
        Assert.Equal(key.Hash, OneTimeKey.Read(key.InLink)!.Value.Hash);
        Assert.Null(OneTimeKey.Read(key.InLink + "A"));
        Assert.Null(OneTimeKey.Read(key.InLink[1..]));
        Assert.Null(OneTimeKey.Read(new string('!', 43)));
        Assert.Null(OneTimeKey.Read(null));
    }
}
