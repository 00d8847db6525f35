// The adapter interface of oidc-provider over plain maps.
const stored = new Map();
const byUid = new Map();
const byUserCode = new Map();
const byGrant = new Map();

export class MapAdapter {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    const key = this.key(id);
    stored.set(key, payload);
    if (payload.uid) byUid.set(payload.uid, id);
    if (payload.userCode) byUserCode.set(payload.userCode, id);
    if (payload.grantId) {
      const grant = byGrant.get(payload.grantId);
      if (grant) grant.push(key);
      else byGrant.set(payload.grantId, [key]);
    }
  }

  async find(id) {
    return stored.get(this.key(id));
  }

  async findByUid(uid) {
    return this.find(byUid.get(uid));
  }

  async findByUserCode(userCode) {
    return this.find(byUserCode.get(userCode));
  }

  async consume(id) {
    const payload = stored.get(this.key(id));
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of byGrant.get(grantId) ?? []) stored.delete(key);
    byGrant.delete(grantId);
  }
}
