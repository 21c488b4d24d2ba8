-- One kind of request of MLflow's API, for wrk; never the same one twice where it writes.
-- OP names it, EXPERIMENT an experiment, RUNS a file of run ids, MODELS how many models there are.
local op = os.getenv("OP")
local experiment = os.getenv("EXPERIMENT")
local models = tonumber(os.getenv("MODELS") or "1")
local api = "/api/2.0/mlflow/"
local json = {["Content-Type"] = "application/json"}
local runs, count, threads = {}, 0, 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  math.randomseed(tonumber(os.getenv("SEED")) + id)
  for line in io.lines(os.getenv("RUNS")) do
    runs[#runs + 1] = line
  end
  count = tonumber(os.getenv("SEED")) * 1000000 + id * 500000
end

local function metrics(n)
  local points = {}
  for i = 1, n do
    points[i] = string.format('{"key":"loss%d","value":%.9f,"timestamp":%d,"step":%d}',
      i % 10, math.random(), 1700000000000 + count, count * 100 + i)
  end
  return table.concat(points, ",")
end

local function params(n)
  local all = {}
  for i = 1, n do
    all[i] = string.format('{"key":"q%d_%d","value":"value %d"}', count, i, i)
  end
  return table.concat(all, ",")
end

local function any_run()
  return runs[math.random(#runs)]
end

local function post(path, body)
  return wrk.format("POST", api .. path, json, body)
end

local requests = {
  create_run = function()
    return post("runs/create", string.format(
      '{"experiment_id":"%s","user_id":"u","start_time":%d,"run_name":"r%d","tags":[' ..
      '{"key":"mlflow.user","value":"u"},{"key":"mlflow.source.name","value":"train.py"}]}',
      experiment, 1700000000000 + count, count))
  end,
  log_batch_10 = function()
    return post("runs/log-batch", '{"run_id":"' .. any_run() .. '","metrics":[' .. metrics(10) .. "]}")
  end,
  log_batch_500 = function()
    return post("runs/log-batch", '{"run_id":"' .. any_run() .. '","metrics":[' .. metrics(500) .. "]}")
  end,
  log_params_100 = function()
    return post("runs/log-batch", '{"run_id":"' .. any_run() .. '","params":[' .. params(100) .. "]}")
  end,
  get_run = function()
    return wrk.format("GET", api .. "runs/get?run_id=" .. any_run())
  end,
  search_experiments = function()
    return post("experiments/search", '{"max_results":100}')
  end,
  create_version = function()
    local run = any_run()
    return post("model-versions/create", string.format(
      '{"name":"bench-%d","source":"mlflow-artifacts:/%s/%s/artifacts/model","run_id":"%s"}',
      count % models, experiment, run, run))
  end,
  search_runs = function()
    return post("runs/search", string.format(
      '{"experiment_ids":["%s"],"filter":"metrics.m0 > %.3f","order_by":["metrics.m0 DESC"],' ..
      '"max_results":100}', experiment, 0.4 + math.random() / 10))
  end,
}

function request()
  count = count + 1
  return requests[op]()
end

function done(summary, latency, all)
  local e = summary.errors
  print(string.format('RESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"failed":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.status + e.connect + e.read + e.write + e.timeout))
end
