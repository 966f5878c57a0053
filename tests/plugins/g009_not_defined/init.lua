local M = {}

function M.even(answers, ctx, more) return answers and ctx and more end

return M
