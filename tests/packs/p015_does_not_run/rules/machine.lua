local M = {}
local first = nil
M.first = first.name
return M
