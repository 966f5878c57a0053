-- 登记备案的规则。这里没有的函数，用全国底版的（排放阶段、日期先后、场内车辆等）。
local M, parent = {}, ...

-- 第十四条（一）：国四机械的发动机信息公开号，“未填写或填写不规范”的提示审核人。
-- 怎样算规范，规定没有写；暂以 CN 开头，其后是字母、数字，可以有空格。
function M.engine_number(answers, ctx)
  if ctx.emission_stage ~= "4" then return true end
  local number = answers.engine_disclosure_number
  return number and text.match(string.upper(number), "^CN[0-9A-Z ]{10,45}$")
end

-- 第十一条：换了新发动机，排放阶段只看新发动机的公开号、日期和功率，不看原机械的公开编号。
function M.stage_of_engine(answers, ctx)
  return parent.emission_stage({
    fuel = answers.fuel,
    disclosure_number = answers.engine_disclosure_number,
    engine_date = answers.engine_date,
    power_kw = answers.power_kw,
  }, ctx)
end

return M
