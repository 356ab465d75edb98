-- The request of the plain lanes (1 KB), and a result that programs can read.
local body = '{"model":"bench-plain","messages":[{"role":"user","content":"' .. string.rep("lorem ipsum ", 78) .. '"}]}'

wrk.method = "POST"
wrk.body = body
wrk.headers["content-type"] = "application/json"
for name, value in (os.getenv("BENCH_HEADERS") or ""):gmatch("([^:\n]+): ([^\n]*)") do
  wrk.headers[name] = value
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("calls=%d\nseconds=%.6f\nfailed=%d\n", summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout))
  io.write(string.format("p50_us=%d\np99_us=%d\np999_us=%d\n", latency:percentile(50), latency:percentile(99),
    latency:percentile(99.9)))
end
