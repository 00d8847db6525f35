// oauth4webapi 3 (github.com/panva/oauth4webapi), as its examples do it.
import * as oauth from 'oauth4webapi'
import { ask, tell } from './talk.mjs'

const [scenario, issuerUrl, clientId, redirectUri] = process.argv.slice(2)
const issuer = new URL(issuerUrl)
const discovery = await oauth.discoveryRequest(issuer, { algorithm: scenario === 'device' || scenario === 'dpop' ? 'oauth2' : 'oidc' })
const as = await oauth.processDiscoveryResponse(issuer, discovery)
const app = { client_id: clientId }
const none = oauth.None()

const start = async (scope) =>
  oauth.processDeviceAuthorizationResponse(as, app, await oauth.deviceAuthorizationRequest(as, app, none, new URLSearchParams({ scope })))

const pollUntilDecided = async (device, options) => {
  let interval = device.interval ?? 5
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, interval * 1000))
    try {
      return { tokens: await oauth.processDeviceCodeResponse(as, app, await oauth.deviceCodeGrantRequest(as, app, none, device.device_code, options)) }
    } catch (error) {
      if (!(error instanceof oauth.ResponseBodyError)) throw error
      if (error.error === 'slow_down') interval += 5
      else if (error.error !== 'authorization_pending') return { error: error.error }
    }
  }
}

const refresh = async (token) =>
  oauth.processRefreshTokenResponse(as, app, await oauth.refreshTokenGrantRequest(as, app, none, token))

const scenarios = {
  async device() {
    const device = await start('openid profile offline_access')
    const [{ tokens }] = await Promise.all([pollUntilDecided(device), ask({ code: device.user_code, uri: device.verification_uri })])
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    const who = await oauth.processUserInfoResponse(as, app, claims.sub, await oauth.userInfoRequest(as, app, tokens.access_token))
    const refreshed = await refresh(tokens.refresh_token)
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, app, none, refreshed.refresh_token))
    let after = 'still good'
    try {
      await refresh(refreshed.refresh_token)
    } catch (error) {
      after = error.error
    }
    tell({ sub: who.sub, name: who.name, idToken: claims.sub, rotated: refreshed.refresh_token !== tokens.refresh_token, after })
  },

  async dpop() {
    const DPoP = oauth.DPoP(app, await oauth.generateKeyPair('ES256'))
    const parameters = new URLSearchParams({ scope: 'openid profile offline_access', dpop_jkt: await DPoP.calculateThumbprint() })
    const device = await oauth.processDeviceAuthorizationResponse(as, app, await oauth.deviceAuthorizationRequest(as, app, none, parameters))
    const [{ tokens }] = await Promise.all([pollUntilDecided(device, { DPoP }), ask({ code: device.user_code, uri: device.verification_uri })])
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    const read = async (token) => oauth.processUserInfoResponse(as, app, claims.sub, await oauth.userInfoRequest(as, app, token, { DPoP }))
    const who = await read(tokens.access_token)
    const refreshed = await oauth.processRefreshTokenResponse(as, app, await oauth.refreshTokenGrantRequest(as, app, none, tokens.refresh_token, { DPoP }))
    const again = await read(refreshed.access_token)
    let bare = 'still good'
    try {
      await refresh(refreshed.refresh_token)
    } catch (error) {
      bare = error.error
    }
    tell({ sub: who.sub, again: again.sub, type: tokens.token_type, bare })
  },

  async denied() {
    const device = await start('openid')
    const [result] = await Promise.all([pollUntilDecided(device), ask({ code: device.user_code })])
    tell({ error: result.error })
  },

  async expired() {
    const device = await start('openid')
    const [result] = await Promise.all([pollUntilDecided(device), ask({ code: device.user_code })])
    tell({ error: result.error })
  },

  async code() {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const url = new URL(as.authorization_endpoint)
    url.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile offline_access',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    }).toString()
    const { back } = await ask({ go: url.href })
    const parameters = oauth.validateAuthResponse(as, app, new URL(back), state)
    const answer = await oauth.authorizationCodeGrantRequest(as, app, none, parameters, redirectUri, verifier)
    const tokens = await oauth.processAuthorizationCodeResponse(as, app, answer, { requireIdToken: true })
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    const who = await oauth.processUserInfoResponse(as, app, claims.sub, await oauth.userInfoRequest(as, app, tokens.access_token))
    const refreshed = await refresh(tokens.refresh_token)
    tell({ sub: who.sub, name: who.name, refreshed: Boolean(refreshed.access_token) })
  },
}

await scenarios[scenario]()
