-- For wrk: asks for the addresses of a file, each once, from a random one on; WAIT is the mean of milliseconds that a
-- connection pauses between two.
local paths, at = {}, 0

function init(args)
  math.randomseed(os.time())
  for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
  at = math.random(#paths)
  local wait = tonumber(os.getenv("WAIT") or "0")
  if wait > 0 then delay = function() return math.random(0, 2 * wait) end end
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  io.write(string.format("RESULT %.0f %.1f %.1f %d %.0f\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, bad, summary.bytes / summary.requests))
end
