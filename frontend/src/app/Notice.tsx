import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { besideWords } from "./beside.en";

interface NoticeProps {
  readonly text: string;
  readonly onClose: () => void;
}

/** Something to know about the whole page, above the conversation. */
export function Notice({ text, onClose }: NoticeProps) {
  const words = useWords(besideWords);
  return (
    <Box role="alert" sx={noticeStyle}>
      <Icon name="warning" sx={{ color: "warning.main" }} />
      <Typography variant="body2" sx={{ flex: 1, minWidth: 0 }}>
        {text}
      </Typography>
      <IconButton aria-label={words.closeNotice} title={words.close} onClick={onClose}>
        <Icon name="close" />
      </IconButton>
    </Box>
  );
}

const noticeStyle = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  pl: 2,
  borderBottom: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;
