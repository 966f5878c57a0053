-- 机械表单的规则：表格说不清的才写在这里。名字、级别、文字和依据在 forms/machine.yaml。
local M = {}

-- 环保信息公开编号 CN F? G<阶段> 00 … 所示的阶段；认不出即 nil。
local function stage_of_number(number)
  return number and text.match(number, "^CNF[A-Z]G([1-4])00")
end

-- 一行日期表是否适用：有发动机日期看发动机，否则看整机；超过 max_kw 的不适用。
local function row_applies(answers, row)
  local made, from = answers.engine_date, row.engine_from
  if not made then
    made, from = answers.machine_date, row.machine_from
  end
  local small = not row.max_kw or not answers.power_kw or answers.power_kw <= row.max_kw
  return made and made >= from and small
end

-- 出厂时施行的阶段；没有日期、不是柴油的，即 nil。
local function stage_of_dates(answers, rows)
  if answers.fuel ~= "diesel" then return end
  for _, row in ipairs(rows) do
    if row_applies(answers, row) then return row.stage end
  end
end

-- 排放阶段及其理由：电能、公开编号、出厂日期，依次；都没有的不能确定。
function M.emission_stage(answers, ctx)
  if answers.fuel == "electric" then return "D", "stage.electric" end
  local stage = stage_of_number(answers.disclosure_number)
  if stage then return stage, "stage.by_number" end
  stage = stage_of_dates(answers, ctx.policy["stage.dates"])
  if stage then return stage, "stage.by_date" end
  return "X", "stage.unknown"
end

-- 公开编号所示与日期所示应一致。
function M.number_and_date(answers, ctx)
  local number = stage_of_number(answers.disclosure_number)
  local date = stage_of_dates(answers, ctx.policy["stage.dates"])
  return not number or not date or number == date, { number = number, date = date }
end

-- 发动机不晚于整机，也不晚于今天。
function M.dates_in_order(answers, ctx)
  local engine = answers.engine_date
  return not engine or engine <= (answers.machine_date or ctx.date) and engine <= ctx.date
end

-- 登记类型“场内”与机械类别“场内车辆”同进退。
function M.kind_fits(answers)
  return (answers.machine_kind == "in_plant_vehicle") == (answers.registration_kind == "in_plant")
end

-- 四组编码至少有一组。
function M.some_number(answers)
  return answers.disclosure_number or answers.machine_env_code
    or answers.engine_approval_number or answers.engine_disclosure_number
end

return M
