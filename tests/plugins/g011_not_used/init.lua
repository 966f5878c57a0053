local M = {}

function M.twice(number) return 2 * number end

return M
