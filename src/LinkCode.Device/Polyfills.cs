#if !NET
// What the compiler and the shared source need and netstandard2.0 lacks. All internal, none of it reaches a caller.
using System.Security.Cryptography;

namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
    {
        public string ParameterName { get; } = parameterName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}

namespace LinkCode.Device
{
    using System.Diagnostics.CodeAnalysis;
    using System.Runtime.CompilerServices;

    internal static class Polyfills
    {
        extension(ArgumentNullException)
        {
            public static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
            {
                if (argument is null)
                {
                    throw new ArgumentNullException(name);
                }
            }
        }

        extension(ArgumentException)
        {
            public static void ThrowIfNullOrEmpty([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
            {
                ArgumentNullException.ThrowIfNull(argument, name);
                if (argument.Length == 0)
                {
                    throw new ArgumentException("The value is empty.", name);
                }
            }
        }

        extension(ArgumentOutOfRangeException)
        {
            public static void ThrowIfLessThan(int value, int least, [CallerArgumentExpression(nameof(value))] string? name = null)
            {
                if (value < least)
                {
                    throw new ArgumentOutOfRangeException(name);
                }
            }

            public static void ThrowIfGreaterThan(int value, int most, [CallerArgumentExpression(nameof(value))] string? name = null)
            {
                if (value > most)
                {
                    throw new ArgumentOutOfRangeException(name);
                }
            }
        }

        extension(SHA256)
        {
            public static byte[] HashData(byte[] source)
            {
                using var hash = SHA256.Create();
                return hash.ComputeHash(source);
            }
        }

        extension(HMACSHA256)
        {
            public static byte[] HashData(byte[] key, byte[] source)
            {
                using var hash = new HMACSHA256(key);
                return hash.ComputeHash(source);
            }
        }

        extension(RandomNumberGenerator)
        {
            public static byte[] GetBytes(int count)
            {
                var bytes = new byte[count];
                using var source = RandomNumberGenerator.Create();
                source.GetBytes(bytes);
                return bytes;
            }
        }

        public static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellation)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellation.Register(() => cancelled.TrySetResult(true)))
            {
                if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
                {
                    throw new OperationCanceledException(cancellation);
                }
            }

            return await task.ConfigureAwait(false);
        }
    }
}
#endif
