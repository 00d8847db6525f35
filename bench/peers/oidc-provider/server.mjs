// npm oidc-provider with its device flow, everything in memory. Its own development adapter forgets all but the newest thousand entries,
// so it gets the adapter its documentation asks for, in the fastest form there is.
// Usage: PORT=… node server.mjs
import { Provider, interactionPolicy } from 'oidc-provider';
import { MapAdapter } from './map-adapter.mjs';

const port = Number(process.env.PORT);
const provider = new Provider(`http://localhost:${port}`, {
  adapter: MapAdapter,
  clients: [
    {
      client_id: 'demo-tv',
      client_name: 'Demo Television',
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
  ],
  features: { devInteractions: { enabled: false }, deviceFlow: { enabled: true } },
  scopes: ['openid', 'profile', 'offline_access'],
  claims: { openid: ['sub'], profile: ['name'] },
  cookies: { keys: ['a peer to measure beside keeps no secrets from anybody'] },
  ttl: { AccessToken: 600, DeviceCode: 86400, Grant: 86400, IdToken: 600, Interaction: 600, RefreshToken: 86400, Session: 86400 },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}`, policy: interactionPolicy.base() },
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, name: 'Ada Example' }) }),
});

// One account that signs in and agrees by itself, as the interactions of its documentation do after a form.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { prompt, params, grantId, session } = await provider.interactionDetails(ctx.req, ctx.res);
  if (prompt.name === 'login') {
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'ada' } });
  }
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
});

provider.listen(port, 'localhost');
