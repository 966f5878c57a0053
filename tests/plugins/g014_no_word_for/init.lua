local M = {}

function M.grade(answers) return answers.number and "new" or "old" end

return M
