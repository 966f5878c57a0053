#include "plugins/schema.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "cities/plugin_files.hpp"
#include "cities/plugin_manifest.hpp"

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

using storage::Migration;
using storage::OwnerWork;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  return text.str();
}

Migration step_of(const fs::path& file) {
  Migration step{0, file.stem().string(), text_of(file)};
  const std::string& name = step.name;
  std::from_chars(name.data(), name.data() + std::min<std::size_t>(4, name.size()), step.number);
  if (step.number <= 0 || name.size() < 6 || name[4] != '_')
    throw std::runtime_error(file.string() + ": a step is called NNNN_name.sql, from 0001 on");
  return step;
}

std::vector<Migration> steps_in(const fs::path& folder) {
  std::vector<Migration> out;
  if (!fs::is_directory(folder)) return out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".sql") out.push_back(step_of(entry.path()));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  for (std::size_t i = 1; i < out.size(); ++i)
    if (out[i].number == out[i - 1].number)
      throw std::runtime_error(folder.string() + ": " + out[i - 1].name + " and " + out[i].name +
                               " have one number");
  return out;
}

bool runs(const fs::path& root, const std::string& name, const std::vector<std::string>& run) {
  if (std::find(run.begin(), run.end(), name) != run.end()) return true;
  Diagnostics told_elsewhere;
  const auto folder = cities::read_plugin_folder(root, name, told_elsewhere);
  const auto manifest = cities::read_plugin(folder, told_elsewhere);
  return manifest && !manifest->is_cpp();
}

// One city's rows are no other's: checked, and made so, by the host.
constexpr const char* kWithoutCity = R"(
select c.relname from pg_class c
where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and not exists (
  select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
  where i.indrelid = c.oid and i.indisprimary and a.attname = 'city_id' and a.attnotnull)
order by 1 limit 1)";
constexpr const char* kOpenTables = R"(
select c.relname from pg_class c
where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid and polname = 'city'))
order by 1)";

std::string identifier(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

class SchemaWork {
 public:
  SchemaWork(OwnerWork& work, std::string plugin, std::string role)
      : work_(work), plugin_(std::move(plugin)), schema_(schema_of(plugin_)), role_(std::move(role)) {}

  std::vector<std::string> bring_up(const std::vector<Migration>& steps) {
    std::vector<std::string> done;
    work_.script("create schema if not exists " + identifier(schema_));
    for (const Migration& step : steps)
      if (!recorded(step)) {
        apply(step);
        done.push_back(plugin_ + " " + step.name);
      }
    return done;
  }

 private:
  bool recorded(const Migration& step) {
    const auto rows = work_.run("select sha256 from plugin_migration where plugin = $1 and number = $2",
                                {plugin_, step.number});
    if (rows.empty()) return false;
    if (rows.front().text("sha256") != step.sha256())
      throw std::runtime_error("plugin " + plugin_ + ": step " + step.name +
                               " is not the one in the database; a step that was done is never changed");
    return true;
  }

  void apply(const Migration& step) {
    try {
      work_.begin();
      work_.script("set local search_path to " + identifier(schema_));
      work_.script(step.sql);
      work_.script("set local search_path to default");
      separate_cities();
      grant();
      work_.run("insert into plugin_migration (plugin, number, name, sha256) values ($1, $2, $3, $4)",
                {plugin_, step.number, step.name, step.sha256()});
      work_.commit();
    } catch (const std::exception& error) {
      work_.rollback();
      throw std::runtime_error("plugin " + plugin_ + ": step " + step.name + ": " + error.what());
    }
  }

  void separate_cities() {
    if (const auto open = work_.run(kWithoutCity, {schema_}); !open.empty())
      throw std::runtime_error("the key of table " + open.front().text("relname") +
                               " must begin with city_id text not null");
    const auto tables = work_.run(kOpenTables, {schema_});
    for (const storage::Row table : tables) {
      const std::string name = identifier(schema_) + "." + identifier(table.text("relname"));
      work_.script("alter table " + name + " enable row level security");
      work_.script("alter table " + name + " force row level security");
      work_.script("drop policy if exists city on " + name);
      work_.script("create policy city on " + name +
                   " using (city_id = public.nrmm_city()) with check (city_id = public.nrmm_city())");
      work_.script("alter table " + name + " alter column city_id set default public.nrmm_city()");
    }
  }

  void grant() {
    const std::string to = " to " + identifier(role_);
    work_.script("grant usage on schema " + identifier(schema_) + to);
    work_.script("grant select, insert, update, delete on all tables in schema " + identifier(schema_) + to);
    work_.script("grant usage on all sequences in schema " + identifier(schema_) + to);
  }

  OwnerWork& work_;
  std::string plugin_, schema_, role_;
};

}  // namespace

std::string schema_of(const std::string& plugin) { return "x_" + plugin; }

std::vector<PluginSteps> plugin_steps(const fs::path& folder, const std::vector<std::string>& run) {
  std::vector<PluginSteps> out;
  for (const std::string& name : cities::plugins_in(folder)) {
    auto steps = steps_in(folder / name / "migrations");
    if (!steps.empty() && runs(folder, name, run)) out.push_back({name, std::move(steps)});
  }
  return out;
}

std::vector<std::string> migrate_plugins(const std::string& owner_dsn, const std::string& server_role,
                                         const std::vector<PluginSteps>& all) {
  std::vector<std::string> done;
  if (all.empty()) return done;
  OwnerWork work(owner_dsn);
  for (const PluginSteps& each : all) {
    const auto now = SchemaWork(work, each.plugin, server_role).bring_up(each.steps);
    done.insert(done.end(), now.begin(), now.end());
  }
  return done;
}

}  // namespace nrmm::plugins
