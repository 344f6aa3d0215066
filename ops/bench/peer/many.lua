-- 10,000 URLs in random order, the same for everyone; URLS=all asks for each of them in turn.
local requests = {}
local turn = 0
local all = os.getenv("URLS") == "all"
function init(args)
  for i = 1, 10000 do
    requests[i] = "GET /u/k" .. i .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
  end
  math.randomseed(7)
end
function request()
  turn = turn + 1
  return requests[all and (turn - 1) % 10000 + 1 or math.random(1, 10000)]
end
