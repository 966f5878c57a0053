local M = {}
function M.adult() return true end
