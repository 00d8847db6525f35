namespace LinkCode.Server.Operator.Doctor;

/// <summary>Every rule of the protocol paper, whether it can be seen from outside or not. The list is closed: a row never disappears.</summary>
internal static class DoctorRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. DiscoveryRules.All,
        .. DeviceRequestRules.All,
        .. InputRules.All,
        .. CodeRules.All,
        .. WaitingRules.All,
        .. SlowDownRules.All,
        .. PageRules.All,
        .. PersonRules.All,
        .. TypingRules.All,
        .. TokenRules.All,
        .. OurRules.All,
    ];
}
