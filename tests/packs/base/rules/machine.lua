local M = {}

function M.stage(answers)
  if answers.number then return "3", "stage.by_number" end
  return "X", "stage.unknown"
end

function M.number_fits(answers)
  return not answers.number or string.len(answers.number) > 3, { number = answers.number }
end

return M
