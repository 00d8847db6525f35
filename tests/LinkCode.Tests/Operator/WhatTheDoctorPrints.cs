using LinkCode.Server.Operator.Doctor;

namespace LinkCode.Tests.Operator;

/// <summary>The doctor repeats what foreign servers answered, and none of them steers the operator's terminal (T61).</summary>
public sealed class WhatTheDoctorPrints
{
    [Fact]
    public void T61_what_a_server_answered_is_printed_and_not_obeyed()
    {
        const string Evil = "\u001b]0;owned\u0007\u001b[2J\r\u009b1m \u202eabc\nheld";
        var table = DoctorReport.Table([(DoctorRules.All[0], new Finding.Broken($"400 {Evil}")), (DoctorRules.All[1], new Finding.NotTestable(Evil))]);
        Assert.DoesNotContain(table.ReplaceLineEndings("").ToCharArray(), letter => char.IsControl(letter) || letter == '\u202e');
        Assert.Contains("\\u001b[2J\\u000d\\u009b1m", table, StringComparison.Ordinal);
        Assert.DoesNotContain("\nheld", table, StringComparison.Ordinal);
    }
}
