local M = {}

function M.by_date(answers, ctx, more)
  return more and "3" or "X", "stage.unknown"
end

return M
