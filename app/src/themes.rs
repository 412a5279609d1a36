//! The themes by which calls, proposals and listings are grouped.

use crate::infra::i18n::Texts;

crate::closed_list! {
    /// What something is about.
    pub enum Theme {
        Energy = "energie",
        Care = "zorg",
        Food = "voedsel",
        Work = "werk",
        Mobility = "mobiliteit",
        PublicSpace = "openbare_ruimte",
        Housing = "wonen",
        Education = "onderwijs",
        Health = "gezondheid",
        Meeting = "ontmoeten",
        Culture = "cultuur",
        Digital = "digitaal",
        Money = "geld",
        Safety = "veiligheid",
    }
}

impl Theme {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Energy => "theme-energy",
            Self::Care => "theme-care",
            Self::Food => "theme-food",
            Self::Work => "theme-work",
            Self::Mobility => "theme-mobility",
            Self::PublicSpace => "theme-public-space",
            Self::Housing => "theme-housing",
            Self::Education => "theme-education",
            Self::Health => "theme-health",
            Self::Meeting => "theme-meeting",
            Self::Culture => "theme-culture",
            Self::Digital => "theme-digital",
            Self::Money => "theme-money",
            Self::Safety => "theme-safety",
        })
    }

    /// Reads the names that a form posted; names that do not exist are left out.
    pub fn parse_all(names: &[String]) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|theme| names.iter().any(|name| name == theme.as_str())).collect()
    }
}
