-- Predicts the rows of the file BODIES and checks each answer against what the version that it names
-- has to say: the file EXPECTED has a line for each version and row, with the probability of the
-- class CLASS. The row's number goes as the request's id, which the answer brings back.
local bodies, expected, threads = {}, {}, {}
local next_body, class = 0, nil
wrong, first_wrong, versions = 0, "", ""
local seen = {}

function setup(thread)
  thread:set("id", #threads)
  threads[#threads + 1] = thread
end

function init(args)
  class = '"' .. os.getenv("CLASS") .. '":([%d.eE+-]+)'
  for line in io.lines(os.getenv("BODIES")) do
    local row = #bodies + 1
    local headers = {["Content-Type"] = "application/json", ["X-Request-Id"] = tostring(row)}
    bodies[row] = wrk.format("POST", "/predict", headers, line)
  end
  for line in io.lines(os.getenv("EXPECTED")) do
    local version, row, value = line:match("(%d+) (%d+) (.+)")
    expected[version] = expected[version] or {}
    expected[version][tonumber(row)] = tonumber(value)
  end
  next_body = math.floor(id * #bodies / 2)
end

function request()
  next_body = next_body % #bodies + 1
  return bodies[next_body]
end

function response(status, headers, body)
  local version = body:match('"version":"(%d+)"')
  local value = tonumber(body:match(class) or "")
  local row = tonumber(headers["X-Request-Id"])
  local right = version and expected[version] and expected[version][row]
  if status ~= 200 or not value or not right or math.abs(value - right) > 1e-9 * right then
    wrong = wrong + 1
    if first_wrong == "" then
      first_wrong = status .. " " .. body
    end
  elseif not seen[version] then
    seen[version] = true
    versions = versions .. version .. " "
  end
end

function done(summary, latency, all)
  local e, wrongs, first, of_all, count = summary.errors, 0, "", {}, 0
  for _, thread in ipairs(threads) do
    wrongs = wrongs + thread:get("wrong")
    first = first == "" and thread:get("first_wrong") or first
    for version in thread:get("versions"):gmatch("%d+") do
      count = count + (of_all[version] and 0 or 1)
      of_all[version] = true
    end
  end
  print(string.format(
    'RESULT {"requests":%d,"seconds":%.3f,"p50":%.3f,"p99":%.3f,"max":%.3f,"failed":%d,"wrong":%d,' ..
    '"versions":%d}', summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000,
    e.status + e.connect + e.read + e.write + e.timeout, wrongs, count))
  if first ~= "" then
    print("WRONG " .. first)
  end
end
