local M = {}

function M.engine(answers)
  return answers.maker
end

return M
