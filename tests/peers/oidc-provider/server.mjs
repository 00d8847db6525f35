// A foreign server for the doctor: npm oidc-provider with the device grant and one account that signs in by itself.
// PORT=0 takes any free port; the first line printed is the issuer.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const host = process.env.HOST ?? '127.0.0.1';
const account = 'ada';

const publicApp = (client_id, extra = {}) => ({
  client_id,
  client_name: `Demo ${client_id.slice(5)}`,
  token_endpoint_auth_method: 'none',
  grant_types: [deviceGrant, 'refresh_token'],
  response_types: [],
  redirect_uris: [],
  ...extra,
});

const configuration = {
  clients: [
    publicApp('demo-tv'),
    publicApp('demo-cli'),
    publicApp('demo-brief'),
    publicApp('demo-codeless', {
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: ['https://demo.example/back'],
    }),
    {
      client_id: 'demo-web',
      client_secret: 'demo-web-secret',
      client_name: 'Demo web',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: [deviceGrant, 'refresh_token', 'authorization_code'],
      response_types: ['code'],
      redirect_uris: ['https://demo.example/back'],
    },
  ],
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  scopes: ['openid', 'offline_access'],
  claims: { openid: ['sub'], profile: ['name'] },
  issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  rotateRefreshToken: true,
  clientBasedCORS: (ctx, origin, client) => client.clientAuthMethod === 'none',
  cookies: { keys: ['a peer to compare with keeps nothing'] },
  ttl: {
    AccessToken: 600,
    DeviceCode: (ctx, token, client) => (client.clientId === 'demo-brief' ? 15 : 600),
    Grant: 86400,
    IdToken: 600,
    Interaction: 600,
    RefreshToken: 86400,
    Session: 3600,
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub, name: 'Ada' }) }),
};

const server = createServer();
server.listen(Number(process.env.PORT ?? 0), host, () => {
  const issuer = process.env.ISSUER ?? `http://${host}:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  provider.use(signIn(provider));
  server.on('request', provider.callback());
  console.log(issuer);
});

function signIn(provider) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { prompt, params, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name === 'login') {
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: account } });
    }
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: account, clientId: params.client_id });
    grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
    return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  };
}
