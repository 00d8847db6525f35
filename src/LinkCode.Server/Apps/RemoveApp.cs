using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Apps;

/// <summary>Takes an app off this server: within seconds its codes and its devices' refreshes are refused.</summary>
internal sealed class RemoveApp(LinkCodeDb db, ILogger<RemoveApp> log)
{
    /// <summary>False when there is no such app.</summary>
    public async Task<bool> RunAsync(string clientId, CancellationToken cancellation)
    {
        if (await db.Set<App>().Where(app => app.ClientId == clientId).ExecuteDeleteAsync(cancellation) == 0)
        {
            return false;
        }

        log.Removed(clientId);
        return true;
    }
}
