-- Rows that vary, for wrk: no row comes twice in a row, so that neither caches nor branch
-- prediction flatter the figures. ROWS=n in the environment sends batches of n rows.
local words = {"steel", "water", "bottle", "garden", "hose", "wireless", "mouse", "red", "blue",
  "kitchen", "knife", "set", "of", "six", "usb", "cable", "2m", "lamp", "desk", "chair", "oak",
  "kids", "puzzle", "game", "running", "shoe", "men", "women", "cotton", "shirt", "xl", "pro"}
local brands = {"Acme", "Globex", "Initech", "Umbrella", "Nobody"}
local batch = tonumber(os.getenv("ROWS") or "0")
local bodies, next_body = {}, 0

local function row()
  local title = {}
  for i = 1, math.random(4, 9) do
    title[i] = words[math.random(#words)]
  end
  return string.format(
    '{"title":"%s %d","brand":"%s","seller_id":"s%d","subcategory":"c%d","price":%.2f,' ..
    '"rating":%.1f,"reviews_count":%d,"reviews":%d}',
    table.concat(title, " "), math.random(1000), brands[math.random(#brands)], math.random(300),
    math.random(40), math.random() * 300, 1 + math.random() * 4, math.random(5000),
    math.random(5000))
end

local function body()
  if batch == 0 then
    return row()
  end
  local rows = {}
  for i = 1, batch do
    rows[i] = row()
  end
  return "[" .. table.concat(rows, ",") .. "]"
end

function init(args)
  math.randomseed(42)
  local path = os.getenv("PREDICT") or (batch == 0 and "/predict" or "/predict/batch")
  local headers = {["Content-Type"] = "application/json"}
  for i = 1, batch == 0 and 5000 or 20 do
    bodies[i] = wrk.format("POST", path, headers, body())
  end
end

function request()
  next_body = next_body % #bodies + 1
  return bodies[next_body]
end

function done(summary, latency, requests)
  local e = summary.errors
  print(string.format("p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  failed %d",
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000,
    e.status + e.connect + e.read + e.write + e.timeout))
end
