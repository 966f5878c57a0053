local M = {}

-- 没有型号的不管；“BODY”一行由测试替换。
function M.worthy(answers)
  if not answers.machine_model then return true end
  -- BODY
  return true
end

-- 排放阶段；“STAGE”一行由测试替换。
function M.stage(answers)
  -- STAGE
  return "3"
end

-- 注册的人；“SIGN_UP”一行由测试替换。
function M.named(answers)
  -- SIGN_UP
  return answers.name
end

return M
