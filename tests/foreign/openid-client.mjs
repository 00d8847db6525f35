// openid-client 6 (github.com/panva/openid-client), as its readme says.
import * as client from 'openid-client'
import { ask, tell } from './talk.mjs'

const [scenario, issuer, clientId, redirectUri] = process.argv.slice(2)
const config = await client.discovery(new URL(issuer), clientId, undefined, client.None())

const poll = async (response, options) => {
  try {
    return { tokens: await client.pollDeviceAuthorizationGrant(config, response, undefined, options) }
  } catch (error) {
    return { error: error.error ?? error.code ?? error.message }
  }
}

const scenarios = {
  async device() {
    const response = await client.initiateDeviceAuthorization(config, { scope: 'openid profile offline_access' })
    const [result] = await Promise.all([poll(response), ask({ code: response.user_code, uri: response.verification_uri })])
    const { tokens } = result
    const who = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token)
    await client.tokenRevocation(config, refreshed.refresh_token)
    let after = 'still good'
    try {
      await client.refreshTokenGrant(config, refreshed.refresh_token)
    } catch (error) {
      after = error.error
    }
    tell({ sub: who.sub, name: who.name, idToken: tokens.claims().sub, rotated: refreshed.refresh_token !== tokens.refresh_token, after })
  },

  async dpop() {
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
    const response = await client.initiateDeviceAuthorization(config, { scope: 'openid profile offline_access', dpop_jkt: await DPoP.calculateThumbprint() })
    const [{ tokens }] = await Promise.all([poll(response, { DPoP }), ask({ code: response.user_code, uri: response.verification_uri })])
    const who = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP })
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP })
    const again = await client.fetchUserInfo(config, refreshed.access_token, who.sub, { DPoP })
    let bare = 'still good'
    try {
      await client.refreshTokenGrant(config, refreshed.refresh_token)
    } catch (error) {
      bare = error.error
    }
    tell({ sub: who.sub, again: again.sub, type: tokens.token_type, bare })
  },

  async denied() {
    const response = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
    const [result] = await Promise.all([poll(response), ask({ code: response.user_code })])
    tell({ error: result.error })
  },

  async expired() {
    const response = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
    const [result] = await Promise.all([poll(response), ask({ code: response.user_code })])
    tell({ error: result.error })
  },

  async code() {
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    })
    const { back } = await ask({ go: url.href })
    const tokens = await client.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier: verifier, expectedState: state })
    const who = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token)
    tell({ sub: who.sub, name: who.name, refreshed: Boolean(refreshed.access_token) })
  },
}

await scenarios[scenario]()
