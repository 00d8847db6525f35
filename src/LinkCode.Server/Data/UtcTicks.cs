using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LinkCode.Server.Data;

/// <summary>Stores times as UTC ticks, because SQLite cannot compare a <see cref="DateTimeOffset"/>.</summary>
internal sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
