/** Calls of the functions: the live check while a form is being filled in, and the document at the end. */

const PAUSE = 300; // ms without a change before a check
const PATIENCE = 20000; // ms until a call counts as failed
const RETRY = 5000; // ms between tries while the service is away

/** @typedef {{path: string, code: string, severity: "error" | "warning", message: string}} Problem */
/** @typedef {{complete: boolean, problems: Problem[], computed: {[pointer: string]: any}, stopped?: boolean, said?: {[pointer: string]: string}}} Verdict */

/** The service could not be reached, or is not in order for the moment. */
export class Away extends Error {}

/** Where the functions are: `assets/config.json`, with relative addresses meant from the site's root. */
export class Service {
  /** @param {{dataset: DOMStringMap}} form without a form's name: for what is asked about no form in particular */
  constructor(form) {
    this.form = form.dataset.form || "";
    this.build = form.dataset.build || "";
    this.config = new URL(form.dataset.config || "assets/config.json", document.baseURI);
    this.root = new URL("..", this.config);
    /** @type {any} */
    this.addresses = undefined;
    /** @type {() => void} called when the functions are of another build than the page */
    this.onOtherBuild = () => {};
  }

  /** @param {string} call a function's name, with a query if there is one: "validate?said=1" */
  async address(call) {
    const [name, query = ""] = call.split(/(?=\?)/);
    this.addresses = this.addresses || (await jsonOf(await fetchOrAway(this.config.href, {})));
    return new URL([this.addresses[name].replace(/\/$/, ""), this.form].filter(Boolean).join("/") + query, this.root).href;
  }

  /** @param {string} call @param {string | Blob} body JSON, or a file with its type @param {AbortController} [stop] */
  async post(call, body, stop) {
    /** @type {HeadersInit} */
    const headers = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    const reply = await fetchOrAway(await this.address(call), { method: "POST", headers, body }, stop);
    if (reply.status >= 500 || reply.status === 429) throw new Away();
    const build = reply.headers.get("X-Wenbiao-Build");
    if (build && this.build && build !== this.build) this.onOtherBuild();
    return reply;
  }
}

async function fetchOrAway(address, options, stop = new AbortController()) {
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, signal: stop.signal, credentials: "same-origin" });
  } catch {
    throw new Away();
  } finally {
    clearTimeout(timer);
  }
}

/** The JSON of a reply; what is no JSON comes from something in between, not from the functions. @param {Response} reply @returns {Promise<any>} */
export async function jsonOf(reply) {
  try {
    return await reply.json();
  } catch {
    throw new Away();
  }
}

/** The Chinese sentence of an error reply (RFC 9457), or our own. @param {Response} reply @returns {Promise<{detail: string, problems: Problem[]}>} */
export async function refusal(reply) {
  const body = await reply.json().catch(() => ({}));
  const detail = body.detail || body.title || `服务没有接受这次请求（代码 ${reply.status}），请稍后再试，或联系管理员。`;
  return { detail, problems: Array.isArray(body.problems) ? body.problems : [] };
}

/** Checks the answers a moment after each change; an older verdict never overwrites a newer one. */
export class LiveCheck {
  /**
   * @param {Service} service @param {() => any} answers
   * @param {{verdict: (verdict: Verdict) => void, away: () => void, refused: (text: string) => void}} show
   */
  constructor(service, answers, show) {
    this.service = service;
    this.answers = answers;
    this.show = show;
    this.timer = 0;
    this.latest = 0;
    this.away = false;
    this.checked = "";
    this.flight = new AbortController();
    window.addEventListener("online", () => this.away && this.run());
  }

  /** Something was typed or chosen. */
  changed() {
    this.plan(PAUSE);
  }

  /** Asks even when the answers are the ones checked last. */
  again() {
    this.checked = "";
    this.plan(0);
  }

  plan(pause) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.run(), pause);
  }

  /** Asks now, unless these very answers have been checked. @returns {Promise<void>} */
  async run() {
    clearTimeout(this.timer);
    const body = JSON.stringify(this.answers());
    this.latest += 1;
    const mine = this.latest;
    this.flight.abort();
    if (body === this.checked && !this.away) return;
    this.flight = new AbortController();
    try {
      const reply = await this.service.post("validate", body, this.flight);
      if (mine === this.latest) await this.take(reply, body);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      if (mine === this.latest) this.retry();
    }
  }

  async take(reply, body) {
    const mine = this.latest;
    const answer = reply.ok ? await jsonOf(reply) : await refusal(reply);
    if (mine !== this.latest) return;
    this.away = false;
    this.checked = reply.ok ? body : "";
    if (reply.ok) this.show.verdict(answer);
    else this.show.refused(answer.detail);
  }

  retry() {
    this.show.away();
    this.away = true;
    this.plan(RETRY);
  }
}
