/** Where a GitHub workflow with `permissions: id-token: write` gets a token that says which workflow it is. */
export function identityOf(env: NodeJS.ProcessEnv): { identity?: { url: string; token: string } } {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  return url === undefined || url === '' || token === undefined || token === '' ? {} : { identity: { url, token } };
}
