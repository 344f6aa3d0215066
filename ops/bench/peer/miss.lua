-- URLs that nobody has asked for yet; FIRST tells one run from another.
local first = os.getenv("FIRST")
local count = 0
function request()
  count = count + 1
  return "GET /u/" .. first .. count .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
end
