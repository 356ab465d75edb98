// The gateway under test, as NodeClientsTest tells it.

export const baseURL = process.env.GATEWAY_URL;
export const apiKey = process.env.GATEWAY_KEY;
export const vendors = process.env.GATEWAY_VENDORS.split(',');

// A fetch that answers at once when the client is told to wait, and counts its tries.
export function counting() {
  const calls = { statuses: [], shouldRetry: [] };
  const fetching = async (url, init) => {
    const response = await fetch(url, init);
    calls.statuses.push(response.status);
    calls.shouldRetry.push(response.headers.get('x-should-retry'));
    if (!response.headers.has('retry-after')) return response;
    const headers = new Headers(response.headers);
    headers.set('retry-after', '0');
    headers.set('retry-after-ms', '1');
    return new Response(response.body, { status: response.status, headers });
  };
  return { calls, fetch: fetching };
}

export const weather = {
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
