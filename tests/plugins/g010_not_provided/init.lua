local M = {}

function M.twice(number) return 2 * number end

function M.thrice(number) return 3 * number end

return M
