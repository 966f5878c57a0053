#pragma once

#include <map>
#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "workflows/call.hpp"
#include "workflows/course.hpp"
#include "workflows/people.hpp"

namespace nrmm::machines {

// Who else has a part in what is handed in, and whether they agree to it: the form's fields with `party` and
// `sms`. A judgement cannot know, because it is pure; what is found is added to it.
class Consents {
 public:
  Consents(workflows::Call& call, workflows::People& people, const workflows::Course& course)
      : call_(call), people_(people), pack_(*course.pack), form_(*course.form) {}

  // Who is known to be the party.
  void set(const std::string& party, const std::string& account) { accounts_[party] = account; }
  // Accounts registered with the phones that the form gives for parties; an error where there is none.
  void name_parties(cities::Judgement& judged);
  // The account; empty: nobody is that party.
  std::string account(const std::string& party) const;

  // Uses up the codes by SMS: all of them or, where one is wrong, none; each costs a try then. They are kept
  // nowhere.
  void confirm(cities::Judgement& judged);
  // They agreed before: no code is asked.
  void waive(cities::Judgement& judged) const;
  bool code_refused() const { return code_refused_; }  // its try must stay counted

  // What stands against the answer that named the party.
  void refuse_party(cities::Judgement& judged, const std::string& party, const std::string& code) const;

 private:
  struct Code {
    const cities::Field* field;
    std::string phone, code;
  };
  std::string phone_of(const cities::Judgement& judged, const cities::Field& field) const;
  // One code is one consent: where its phone was asked for the same purpose before, this is none.
  bool is_right(const Code& one, const std::vector<Code>& before) const;

  workflows::Call& call_;
  workflows::People& people_;
  const cities::Pack& pack_;
  const cities::Form& form_;
  std::map<std::string, std::string> accounts_;
  bool code_refused_ = false;
};

}  // namespace nrmm::machines
